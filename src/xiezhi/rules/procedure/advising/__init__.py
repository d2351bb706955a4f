"""What is looked at before an act is recorded, one module for each part of a case's life. Asked through `rules.procedure.advice`."""
