"""Reading the files of the national directory: each format has its reader, all readers yield the same rows."""
