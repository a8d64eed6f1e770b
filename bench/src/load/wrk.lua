-- What wrk runs for us: its requests are the octets of a file, pipelined ones included.

function init(args)
  local file = assert(io.open(args[1], "rb"))
  local octets = file:read("*a")
  file:close()
  -- wrk asks for it once and sends it each time.
  wrk.format = function() return octets end
end

function done(summary)
  local errors = summary.errors
  io.write(string.format("\nSUMMARY requests=%d microseconds=%d octets=%d errors=%d\n",
    summary.requests, summary.duration, summary.bytes,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
