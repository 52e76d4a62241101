"""The list of open programmes and the public page of one."""
