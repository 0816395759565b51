const mac = typeof navigator !== 'undefined' && navigator.userAgent.includes('Mac')

/** Keys as they stand on the keyboard. */
export const shownKeys = (keys: readonly string[]): readonly string[] =>
  keys.map((key) => {
    if (key === 'mod') return mac ? '⌘' : 'Ctrl'
    if (key === 'shift') return mac ? '⇧' : 'Shift'
    return key.length === 1 ? key.toUpperCase() : key
  })
