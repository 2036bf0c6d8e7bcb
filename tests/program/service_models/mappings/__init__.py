"""What the provider asks of AWS's APIs to make each type of resource; one file for each kind of service."""
