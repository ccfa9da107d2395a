"""Formats whose files hold files of other formats: archives, mailboxes, mails, saved pages, web archives."""
