-- Only PostgreSQL pays for the reference of the journal to its document.
SELECT 1;
