-- How far a table's changes have come, and which server says so.
--
-- KEYS  1 which log the numbers belong to, 2 the number of the last change; both in one slot of a cluster.
-- Answers both, '' where there is none, and the run ID of this server: another one after each start and each failover, with
-- which the last changes may have been lost, and their numbers given to others.

local run = string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
return {redis.call('GET', KEYS[1]) or '', redis.call('GET', KEYS[2]) or '0', run}
