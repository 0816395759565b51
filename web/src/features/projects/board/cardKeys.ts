import type { SensorInstance, SensorProps, Activators, SensorOptions } from '@dnd-kit/core'

/** Where an arrow leads. */
export type Step = 'up' | 'down' | 'left' | 'right'

/** What the sensor asks the board. */
export interface CardKeysOptions extends SensorOptions {
  /** Goes to the next place in a direction; says where it is on the screen. */
  onStep: (step: Step) => { x: number; y: number } | null
}

const STEPS: Record<string, Step> = { ArrowUp: 'up', ArrowDown: 'down', ArrowLeft: 'left', ArrowRight: 'right', k: 'up', j: 'down', h: 'left', l: 'right' }

/** Moves cards by keys: space takes and drops, arrows go from place to place (also to those not drawn), escape puts back. */
export class CardKeys implements SensorInstance {
  static activators: Activators<CardKeysOptions> = [
    {
      eventName: 'onKeyDown',
      handler: (event: { nativeEvent?: Event; preventDefault?: () => void }) => {
        const native = event.nativeEvent
        if (!(native instanceof KeyboardEvent) || native.code !== 'Space' || native.ctrlKey || native.metaKey || native.altKey) return false
        native.preventDefault()
        return true
      }
    }
  ]

  autoScrollEnabled = false

  constructor(private readonly props: SensorProps<CardKeysOptions>) {
    const { top, left } = props.activeNode.node.current?.getBoundingClientRect() ?? { top: 0, left: 0 }
    props.onStart({ x: left, y: top })
    // The key that began it has come past here already; the next one may follow at once.
    document.addEventListener('keydown', this.pressed, true)
    window.addEventListener('blur', this.cancelled)
  }

  private end() {
    document.removeEventListener('keydown', this.pressed, true)
    window.removeEventListener('blur', this.cancelled)
  }

  private readonly cancelled = () => {
    this.end()
    this.props.onCancel()
  }

  private readonly pressed = (event: KeyboardEvent) => {
    const step = STEPS[event.key]
    event.stopPropagation()
    if (event.key !== 'Tab') event.preventDefault()
    if (step) {
      const place = this.props.options.onStep(step)
      if (place) this.props.onMove(place)
    } else if (event.repeat && event.code === 'Space') {
      // Still the one that took the card: it is held down.
    } else if (event.code === 'Space' || event.key === 'Enter') {
      this.end()
      this.props.onEnd()
    } else if (event.key === 'Escape' || event.key === 'Tab') {
      this.cancelled()
    }
  }
}
