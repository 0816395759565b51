DROP TABLE assistant_switches;
DROP TABLE assistant_calls;
DROP TABLE assistant_jobs;
