import type { ProfileInfo } from '../../server/protocol/profile-info.ts'

/** What a language is called: "Python 3.13.5". */
export function languageName({ title, version }: Pick<ProfileInfo, 'title' | 'version'>): string {
  return version ? `${title} ${version}` : title
}

/** How far a language's image is, in words; null when it is ready. */
export function imageWords({ image }: Pick<ProfileInfo, 'image'>): string | null {
  switch (image.name) {
    case 'ready':
      return null
    case 'waiting':
      return 'Waits to be built'
    case 'building':
      return `${percent(image.part)}${image.doing ? `, ${image.doing}` : ''}`
    case 'failed':
      return `Could not be built: ${image.why}`
  }
}

/** Why programs of a language cannot be run now; null when they can. Says no figures: it is read out whenever it changes. */
export function notReadyWords({ title, image }: Pick<ProfileInfo, 'title' | 'image'>): string | null {
  switch (image.name) {
    case 'ready':
      return null
    case 'waiting':
      return `${title} waits to be built; Run works when it is ready`
    case 'building':
      return `${title} is being built; Run works when it is ready`
    case 'failed':
      return `${title} could not be built: ${image.why}`
  }
}

/** Never 100 before it is done. */
export function percent(part: number): string {
  return `${Math.min(99, Math.floor(part * 100))} %`
}
