"""Files for other people's machines: Gradescope's autograder.zip, workflows for CI."""
