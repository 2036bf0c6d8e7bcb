"""Limits that AWS documents and botocore's models leave out; one file for each kind of service, each limit with its source."""
