require('node:test').test('small', () => {})
