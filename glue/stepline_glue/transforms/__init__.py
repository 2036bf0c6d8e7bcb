"""Pure steps, each `DataFrame -> DataFrame`, in the order `job.py` calls them."""
