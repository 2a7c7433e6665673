-- Trains the demo's model on January and logs its prediction for every flight, as a serving system would: one table,
-- in the file's order, which is that of time, so that a day is read without the others. {{flights}} is the file of the
-- flights, {{shift_days}} the days by which event time is moved.

CREATE OR REPLACE TEMP VIEW flights AS
SELECT
  date + INTERVAL ({{shift_days}}) DAY AS departed_at,
  delay, distance, origin, destination,
  hour(date)::INTEGER AS hour,
  dayname(date) AS weekday,
  delay > 15 AS late
FROM read_parquet('{{flights}}');

CREATE OR REPLACE TEMP TABLE training AS
SELECT origin, destination, hour, weekday, late FROM flights
WHERE departed_at < TIMESTAMP '2001-02-01' + INTERVAL ({{shift_days}}) DAY;

-- Smoothed log-odds of a late flight by one column, minus the overall log-odds: what knowing the value adds.
CREATE OR REPLACE TEMP MACRO log_odds(late_count, total, prior) AS
  ln((late_count + 50 * prior) / (total - late_count + 50 * (1 - prior)));

CREATE OR REPLACE TABLE model_prior AS
SELECT avg(late::INTEGER) AS share, ln(avg(late::INTEGER) / (1 - avg(late::INTEGER))) AS bias FROM training;

CREATE OR REPLACE TABLE model_origin AS
SELECT origin, log_odds(count(*) FILTER (late), count(*), any_value(share)) - any_value(bias) AS weight
FROM training, model_prior GROUP BY origin;

CREATE OR REPLACE TABLE model_destination AS
SELECT destination, log_odds(count(*) FILTER (late), count(*), any_value(share)) - any_value(bias) AS weight
FROM training, model_prior GROUP BY destination;

CREATE OR REPLACE TABLE model_hour AS
SELECT hour, log_odds(count(*) FILTER (late), count(*), any_value(share)) - any_value(bias) AS weight
FROM training, model_prior GROUP BY hour;

CREATE OR REPLACE TABLE model_weekday AS
SELECT weekday, log_odds(count(*) FILTER (late), count(*), any_value(share)) - any_value(bias) AS weight
FROM training, model_prior GROUP BY weekday;

CREATE OR REPLACE TEMP VIEW scored AS
SELECT
  f.*,
  round(1 / (1 + exp(-(p.bias + coalesce(o.weight, 0) + coalesce(d.weight, 0) + coalesce(h.weight, 0) + coalesce(w.weight, 0)))), 4) AS score
FROM flights f
CROSS JOIN model_prior p
LEFT JOIN model_origin o USING (origin)
LEFT JOIN model_destination d USING (destination)
LEFT JOIN model_hour h USING (hour)
LEFT JOIN model_weekday w USING (weekday);

-- Says "late" for the fifth of January's flights with the highest scores: as many as really were late.
CREATE OR REPLACE TABLE model_threshold AS
SELECT quantile_disc(score, 0.8) AS threshold FROM scored
WHERE departed_at < TIMESTAMP '2001-02-01' + INTERVAL ({{shift_days}}) DAY;

CREATE OR REPLACE TABLE late_flights AS
SELECT s.*, s.score >= t.threshold AS prediction, s.delay > 60 AS disrupted FROM scored s CROSS JOIN model_threshold t;

-- The flights have no pipeline, so one is made up around them: every night at five the flights of the day before are
-- scored, 500 every eight seconds. On the third and fourth of April a sick cluster takes three times as long, and loses
-- every third run of the hourly job that refreshes the features; on other days one run in a hundred fails.
CREATE OR REPLACE TABLE scoring_log AS
WITH days AS (SELECT date_trunc('day', departed_at) AS day, count(*) AS flights FROM late_flights GROUP BY 1)
SELECT
  day + INTERVAL 29 HOUR + to_seconds(8 * batch * if(day - INTERVAL ({{shift_days}}) DAY IN ('2001-04-03', '2001-04-04'), 3, 1)) AS scored_at,
  least(500, flights - 500 * batch) AS flights
FROM days, range(1000) AS r(batch) WHERE 500 * batch < flights
ORDER BY scored_at;

CREATE OR REPLACE TABLE job_runs AS
WITH days AS (SELECT DISTINCT date_trunc('day', departed_at) AS day FROM late_flights),
runs AS (
  SELECT 'score_flights' AS job_name, day + INTERVAL 29 HOUR AS run_start_time, day, 0 AS hour FROM days
  UNION ALL
  SELECT 'refresh_features', day + INTERVAL 24 HOUR + to_hours(hour), day, hour FROM days, range(24) AS r(hour)
)
SELECT job_name, run_start_time, CASE
    WHEN job_name = 'score_flights' THEN 'SUCCESS'
    WHEN day - INTERVAL ({{shift_days}}) DAY IN ('2001-04-03', '2001-04-04') AND hour % 3 = 0 THEN 'FAILED'
    WHEN hash(hour + 24 * date_diff('day', TIMESTAMP '2001-01-01' + INTERVAL ({{shift_days}}) DAY, day)) % 100 = 0 THEN 'FAILED'
    ELSE 'SUCCESS' END AS result_state
FROM runs ORDER BY run_start_time;
