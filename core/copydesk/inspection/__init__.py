"""Looking into pipelines: traces, tests, differences, scores."""
