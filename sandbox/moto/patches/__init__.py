"""What moto 5.2.5 gets wrong about Step Functions, one module a fault."""
