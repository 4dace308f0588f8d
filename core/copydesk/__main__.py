"""`python -m copydesk`."""

from copydesk.cli.app import main

main()
