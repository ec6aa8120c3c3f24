-- How Argo CD sees GracefulShutdownPolicy, ClusterGracefulShutdownPolicy and Shutdown. It needs no libraries.
local status = obj.status or {}
local conditions = {}
for _, condition in ipairs(status.conditions or {}) do
  conditions[condition.type] = condition
end

local function is(type, value)
  return conditions[type] ~= nil and conditions[type].status == value
end

local function health(word, type, otherwise)
  local condition = conditions[type]
  if condition == nil then
    return { status = word, message = otherwise }
  end
  return { status = word, message = condition.message or condition.reason or otherwise }
end

-- What the conditions say is about an older generation, or nothing was said yet.
if status.observedGeneration == nil or status.observedGeneration ~= obj.metadata.generation then
  return { status = "Progressing", message = "the operator has not seen this generation yet" }
end
-- Held back from SIGKILL until a person releases it: nothing will happen by itself.
if is("NotHeld", "False") then
  return health("Suspended", "NotHeld", "held")
end
if is("Stalled", "True") then
  return health("Degraded", "Stalled", "stalled")
end
if is("Reconciling", "True") then
  return health("Progressing", "Reconciling", "in progress")
end
if is("Ready", "True") then
  return health("Healthy", "Ready", "ready")
end
return health("Progressing", "Ready", "not ready yet")
