-- Sends the requests of a file, round and round; each thread begins at another place.
-- A line of the file: method, path, token (or nothing), body (or nothing), divided by tabs.
-- With a second argument that is not empty each request carries an Idempotency-Key that was never sent
-- before. With a third one each connection rests between two requests, for so many milliseconds on
-- average: the load then hardly depends on how fast it is answered.

local threads = 0

function setup(thread)
    thread:set("number", threads)
    threads = threads + 1
end

local requests, at, keyed, sent = {}, 0, false, 0

function init(args)
    keyed = (args[2] or "") ~= ""
    local salt = args[2] or ""
    for line in io.lines(args[1]) do
        local method, path, token, body = line:match("^(%S+)\t(%S+)\t(%S*)\t(.*)$")
        local headers = {}
        if token ~= "" then headers["Authorization"] = "Bearer " .. token end
        if body == "" then body = nil else headers["Content-Type"] = "application/json" end
        if keyed then headers["Idempotency-Key"] = "@@KEY@@" end
        local text = wrk.format(method, path, headers, body)
        if keyed then
            local first, last = text:find("@@KEY@@", 1, true)
            local prefix = text:sub(1, first - 1) .. salt .. "-" .. number .. "-"
            requests[#requests + 1] = { prefix, text:sub(last + 1) }
        else
            requests[#requests + 1] = text
        end
    end
    local rest = tonumber(args[3])
    if rest then
        math.randomseed(number + 1)
        function delay() return math.random(0, 2 * rest) end
    end
    -- Even, so that the order of pairs is kept.
    at = 2 * math.floor(#requests / 2 * number / 2)
end

function request()
    at = at % #requests + 1
    local chosen = requests[at]
    if keyed then
        sent = sent + 1
        return chosen[1] .. sent .. chosen[2]
    end
    return chosen
end

-- wrk counts every status above 399 as an error; that the others are the right ones is looked at
-- before the first round.
function done(summary, latency)
    local errors = summary.errors
    io.write(string.format(
        'RESULT {"requests": %d, "microseconds": %d, "p50": %d, "p99": %d, "connect": %d, '
            .. '"read": %d, "write": %d, "status": %d, "timeout": %d}\n',
        summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
        errors.connect, errors.read, errors.write, errors.status, errors.timeout))
end
