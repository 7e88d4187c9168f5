"""The instructor's report on a class, made of receipts, marks and the course's settings."""

from autograder.reporting.class_report.page import Report, report_of, report_page, write_report

__all__ = ["Report", "report_of", "report_page", "write_report"]
