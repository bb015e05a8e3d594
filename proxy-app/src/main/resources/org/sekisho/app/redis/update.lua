-- Changes one record, if it still is what the caller takes it for, and keeps its table within its bounds.
--
-- KEYS  1 the record; of its table: 2 members by name, 3 by end, 4 by the time of writing (sorted sets),
--       5 how many each owner has made (hash), 6 the number of the last change, 7 the stamps of the last changes by number
--       (sorted set; operators' tables only). All in one slot of a cluster.
-- ARGV  1 name of the record, 2 what it is taken for, 3 what it is to be ('' in both: absent), 4 now, 5 the end
--       (nanoseconds since 1970), 6 milliseconds until the end (0: it lasts for ever), 7 who makes it, if it is new,
--       8 most records, 9 most of one owner (0: any number), 10 1 if nothing may be dropped to make room,
--       11 what the key of a record has before the name, 12 where changes of an operators' table are told,
--       13 the table
-- Answers what was done, how many records the table has now, and what the record is if it is something else.
--
-- A record: its end (8 octets), the length of its owner (1), the owner, the value. A member: name, NUL, owner.
--
-- Ends of records are of the clock of whoever wrote them, and callers' clocks differ. A member is forgotten when Redis has
-- forgotten its record; or when its record has ended by the caller's clock and by that of Redis: then both go.

local DONE, CHANGED, REFUSED, FULL = 0, 1, 2, 3
local RECORD, NAMES, ENDS, WRITES, OWNERS, SEQUENCE, STAMPS = unpack(KEYS)
local SWEPT_AT_ONCE = 16
local MOST_STAMPS = 1000
local MOST_REMOVED = 1000 -- by one call, which nobody else's may have to wait for

local LONGEST_HEAD = 264 -- octets of a record before its value

local name, expected, fresh, now = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
local time = redis.call('TIME')
local micros = time[1] * 1e6 + time[2]
local here = micros * 1e3
local removed = 0

local function ended(record)
    return struct.unpack('>I8', record) <= now
end

local function owner_of(record)
    return string.sub(record, 10, 9 + string.byte(record, 9))
end

local function forget(member)
    removed = removed + 1
    if redis.call('ZREM', NAMES, member) == 0 then
        return
    end
    redis.call('ZREM', ENDS, member)
    redis.call('ZREM', WRITES, member)
    local owner = string.match(member, '%z([^%z]*)$')
    if owner ~= '' and redis.call('HINCRBY', OWNERS, owner, -1) < 1 then
        redis.call('HDEL', OWNERS, owner)
    end
end

local function key_of(member)
    return ARGV[11] .. string.match(member, '^(.*)%z')
end

local function is_of(member, record)
    return #record > 8 and string.match(member, '%z([^%z]*)$') == owner_of(record)
end

local function forget_ended()
    local member = redis.call('ZRANGEBYSCORE', ENDS, '-inf', string.format('%.0f', here), 'LIMIT', 0, 1)[1]
    if not member or removed >= MOST_REMOVED then
        return false
    end
    local key = key_of(member)
    local record = redis.call('GETRANGE', key, 0, LONGEST_HEAD - 1)
    if is_of(member, record) then -- Another owner's was made since under the same name.
        if not ended(record) then
            return false
        end
        redis.call('DEL', key)
    end
    forget(member)
    return true
end

local function drop_least_recently_written()
    local member = redis.call('ZRANGE', WRITES, 0, 0)[1]
    if not member or removed >= MOST_REMOVED then
        return false
    end
    redis.call('DEL', key_of(member))
    forget(member)
    return true
end

local function room_for(owner)
    local quota = tonumber(ARGV[9])
    if owner ~= '' and quota > 0 then
        while tonumber(redis.call('HGET', OWNERS, owner) or '0') >= quota do
            if not forget_ended() then
                return REFUSED
            end
        end
    end
    while redis.call('ZCARD', NAMES) >= tonumber(ARGV[8]) do
        if not forget_ended() and (ARGV[10] == '1' or not drop_least_recently_written()) then
            return ARGV[10] == '1' and FULL or DONE
        end
    end
    return DONE
end

-- Tells the other nodes; whoever misses it sees that the number has gone on. A server that has lost the last changes uses
-- their numbers again: the stamp tells one change from another with the same number.
local function changed()
    local number = redis.call('INCR', SEQUENCE)
    if ARGV[10] == '1' then
        local stamp = string.format('%d@%.0f', number, micros)
        redis.call('ZADD', STAMPS, number, stamp)
        redis.call('ZREMRANGEBYRANK', STAMPS, 0, -MOST_STAMPS - 1)
        redis.call('PUBLISH', ARGV[12], table.concat({string.format('%d', number), stamp, ARGV[13], name}, ' '))
    end
end

local function answer(done, there)
    return {done, redis.call('ZCARD', NAMES), there or ''}
end

local record = redis.call('GET', RECORD)
local over = record and #record > 8 and ended(record) and record
if record and (over or #record < 9) then
    record = false
end
if (record or '') ~= expected then
    return answer(CHANGED, record)
end
if over and fresh ~= '' then
    redis.call('DEL', RECORD)
    forget(name .. '\0' .. owner_of(over))
end
for _ = 1, SWEPT_AT_ONCE do
    if not forget_ended() then
        break
    end
end
if fresh == '' then
    if record then
        redis.call('DEL', RECORD)
        forget(name .. '\0' .. owner_of(record))
        changed()
    end
    return answer(DONE)
end

local owner = record and owner_of(record) or ARGV[7]
local room = record and DONE or room_for(owner)
if room ~= DONE then
    return answer(room)
end
local member = name .. '\0' .. owner
local gone = tonumber(ARGV[5])
if ARGV[6] == '0' then
    redis.call('SET', RECORD, fresh)
else
    redis.call('SET', RECORD, fresh, 'PX', ARGV[6])
    gone = math.min(gone, here + ARGV[6] * 1e6)
end
if redis.call('ZADD', NAMES, 0, member) == 1 and owner ~= '' then
    redis.call('HINCRBY', OWNERS, owner, 1)
end
redis.call('ZADD', ENDS, string.format('%.0f', gone), member)
redis.call('ZADD', WRITES, string.format('%.0f', micros), member)
changed()
return answer(DONE)
