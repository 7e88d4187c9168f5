"""What people read: feedback pages, terminal text and exports, all made from receipts alone."""
