-- What wrk runs for us: its requests are the octets of a file, pipelined ones included; or, in turn, each request of it.

function init(args)
  local file = assert(io.open(args[1], "rb"))
  local octets = file:read("*a")
  file:close()
  -- wrk asks for it once and sends it each time.
  wrk.format = function() return octets end
  if args[2] == "in-turn" then
    local requests, next = {}, 0
    for one in octets:gmatch("(.-\r\n\r\n)") do requests[#requests + 1] = one end
    request = function()
      next = next % #requests + 1
      return requests[next]
    end
  end
end

function done(summary)
  local errors = summary.errors
  io.write(string.format("\nSUMMARY requests=%d microseconds=%d octets=%d errors=%d\n",
    summary.requests, summary.duration, summary.bytes,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
