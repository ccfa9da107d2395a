"""Articles that are much alike: found in the background, compared side by side, decided on one by one."""
