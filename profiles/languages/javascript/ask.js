const { createInterface } = require('node:readline')

const terminal = createInterface({ input: process.stdin, output: process.stdout })

terminal.question('Give me a word: ', word => {
  const backwards = [...word].reverse().join('')
  console.log(word === backwards ? `${word} reads the same both ways!` : `Backwards it is ${backwards}.`)
  terminal.close()
})
