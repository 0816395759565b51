-- Only PostgreSQL has to be led to the index of words.
SELECT 1;
