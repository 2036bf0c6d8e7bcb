"""What AWS would reject of the programs' resources, held against botocore's service models and AWS's documented limits."""
