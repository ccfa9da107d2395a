"""What an article, passage, actor and claim type is: tables, values, rules. No I/O, no Qt."""
