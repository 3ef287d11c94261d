// Plasma: four waves laid over each other, two pixels to a cell.
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::thread::sleep;
use std::time::Duration;

const WIDTH: usize = 72;
const HEIGHT: usize = 44;
const FRAMES: usize = 120;

fn plasma(x: f32, y: f32, time: f32) -> f32 {
    let waves = [
        (x * 0.12 + time).sin(),
        (y * 0.17 - time * 0.7).sin(),
        ((x + y) * 0.09 + time * 0.5).sin(),
        ((x * x + y * y).sqrt() * 0.16 - time).sin(),
    ];
    waves.iter().sum::<f32>() / waves.len() as f32
}

fn colour(value: f32) -> [u8; 3] {
    [0.0, 2.1, 4.2].map(|phase| (127.5 + 127.5 * (value * 4.0 + phase).sin()) as u8)
}

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    write!(out, "\x1b[2J\x1b[?25l")?;
    for frame in 0..FRAMES {
        let time = frame as f32 * 0.08;
        let pixel = |x: usize, y: usize| {
            let (x, y) = (x as f32 - WIDTH as f32 / 2.0, y as f32 - HEIGHT as f32 / 2.0);
            colour(plasma(x, y, time))
        };
        let mut picture = String::from("\x1b[H");
        for y in (0..HEIGHT).step_by(2) {
            for x in 0..WIDTH {
                let ([r, g, b], [s, h, c]) = (pixel(x, y), pixel(x, y + 1));
                write!(picture, "\x1b[38;2;{r};{g};{b};48;2;{s};{h};{c}m▀").expect("a String takes everything");
            }
            picture.push_str("\x1b[0m\n");
        }
        out.write_all(picture.as_bytes())?;
        out.flush()?;
        sleep(Duration::from_millis(33));
    }
    write!(out, "\x1b[?25h")
}
