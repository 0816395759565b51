ALTER TABLE journal ADD CONSTRAINT journal_document_fkey FOREIGN KEY (document) REFERENCES documents (key);
