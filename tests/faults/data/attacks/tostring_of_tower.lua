local function show(t) return tostring(t) .. show({ t }) end
show({})
