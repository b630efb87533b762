-- wrk script: subscribe/send to 100,000 users in turn, every message different. Usage: see README.md.
local next_number = 0

function init(args)
  wrk.path = "/cgi-bin/message/subscribe/send?access_token=" .. args[1]
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
end

function request()
  next_number = next_number + 1
  return wrk.format(nil, nil, nil,
    '{"touser":"o-load-' .. (next_number % 100000) .. '","template_id":"tmpl-load","page":"pages/index/index?id=' .. next_number
    .. '","data":{"character_string1":{"value":"A-' .. next_number
    .. '"},"thing2":{"value":"长江七号限量版茶具"},"amount3":{"value":"¥214.00"},"time4":{"value":"2026-12-08 16:13"}}}')
end
