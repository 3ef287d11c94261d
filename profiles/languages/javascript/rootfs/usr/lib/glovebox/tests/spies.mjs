// Functions that note how they are called.

let spied = []

export function mockFunction(implementation) {
  const mock = { calls: [], results: [], instances: [] }
  let once = []
  let usual = implementation
  const spy = function (...args) {
    mock.calls.push(args)
    mock.instances.push(this)
    const run = once.shift() ?? usual
    try {
      const value = run?.apply(this, args)
      mock.results.push({ type: 'return', value })
      return value
    } catch (fault) {
      mock.results.push({ type: 'throw', value: fault })
      throw fault
    }
  }
  const set = run => {
    usual = run
    return spy
  }
  const next = run => {
    once.push(run)
    return spy
  }
  return Object.assign(spy, {
    mock,
    mockImplementation: set,
    mockImplementationOnce: next,
    mockReturnValue: value => set(() => value),
    mockReturnValueOnce: value => next(() => value),
    mockResolvedValue: value => set(async () => value),
    mockResolvedValueOnce: value => next(async () => value),
    mockRejectedValue: value => set(async () => Promise.reject(value)),
    mockClear() {
      mock.calls.length = mock.results.length = mock.instances.length = 0
      return spy
    },
    mockReset() {
      spy.mockClear()
      once = []
      return set(undefined)
    },
    mockRestore() {},
  })
}

export function spyOn(object, name) {
  const own = object[name]
  const spy = mockFunction(own)
  spy.mockRestore = () => {
    object[name] = own
  }
  object[name] = spy
  spied.push(spy)
  return spy
}

export function restoreSpies() {
  for (const spy of spied) spy.mockRestore()
  spied = []
}
