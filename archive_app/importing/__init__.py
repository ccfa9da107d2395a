"""Files and pages become articles: one reader per format, a pipeline, a sandbox process."""
