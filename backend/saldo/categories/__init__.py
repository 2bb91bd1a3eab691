"""How people arrange the categories of their workspace: add, rename, hide, merge and remove them."""
