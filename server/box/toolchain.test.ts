import { expect, it } from 'vitest'
import { readVersions } from './toolchain.ts'

it('shows the makers’ versions of packages', () => {
  const output = [
    'python3-numpy 1:2.2.4+ds-1',
    'r-cran-ggplot2 3.5.1+dfsg-1',
    'libfmt-dev 10.1.1+ds1-4',
    'junit5 5.10.3-1',
    'tcl 8.6.16',
    'catch2 3.7.1-0.6+b2',
    'not a line',
  ].join('\n')
  expect(Object.fromEntries(readVersions(output))).toEqual({
    'python3-numpy': '2.2.4',
    'r-cran-ggplot2': '3.5.1',
    'libfmt-dev': '10.1.1',
    junit5: '5.10.3',
    tcl: '8.6.16',
    catch2: '3.7.1',
  })
})
