"""The exports of news databases: many articles in one file, each with what the database says about it."""
