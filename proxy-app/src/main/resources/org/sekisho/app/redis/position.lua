-- How far a table's changes have come, and what is known of an earlier one.
--
-- KEYS  1 which log the numbers belong to, 2 the number of the last change, 3 the stamps of the last changes by number;
--       all in one slot of a cluster.
-- ARGV  1 the number of an earlier change.
-- Answers the log, the number and the stamp of the last change, and the stamp of the earlier one; '' for what is not there.

local function stamp(number)
    return redis.call('ZRANGEBYSCORE', KEYS[3], number, number)[1] or ''
end

local last = redis.call('GET', KEYS[2]) or '0'
return {redis.call('GET', KEYS[1]) or '', last, stamp(last), stamp(ARGV[1])}
