"""What fills a database with made-up cases, apart from the scripts that `make bench` runs."""
