ALTER TABLE outbox DROP COLUMN html;
DROP TABLE reminders;
DROP TABLE notification_choices;
DROP TABLE notifications;
DROP TABLE watches;
DROP TABLE reactions;
DROP TABLE comment_bodies;
DROP TABLE comments;
DROP TABLE threads;
