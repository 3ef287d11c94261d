// A turning torus, drawn with half blocks: two pixels in each cell of the terminal.
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { WIDTH = 64, HEIGHT = 44, FRAMES = 90 };

static double shade[HEIGHT][WIDTH];
static double depth[HEIGHT][WIDTH];

static void draw(double a, double b) {
    memset(shade, 0, sizeof shade);
    memset(depth, 0, sizeof depth);
    for (double ring = 0; ring < 6.28; ring += 0.04) {
        for (double turn = 0; turn < 6.28; turn += 0.012) {
            // A point of the torus and the direction it faces, turned by a and b.
            double cx = cos(ring) + 2, nx = cos(ring);
            double x = cx * cos(turn), y = cx * sin(turn), z = sin(ring);
            double ux = nx * cos(turn), uy = nx * sin(turn), uz = z;
            double y1 = y * cos(a) - z * sin(a), z1 = y * sin(a) + z * cos(a);
            double v1 = uy * cos(a) - uz * sin(a), w1 = uy * sin(a) + uz * cos(a);
            double x2 = x * cos(b) - y1 * sin(b), y2 = x * sin(b) + y1 * cos(b);
            double v2 = ux * sin(b) + v1 * cos(b);

            double near = 1 / (z1 + 5);
            int column = (int)(WIDTH / 2 + 46 * x2 * near);
            int row = (int)(HEIGHT / 2 - 32 * y2 * near);
            if (column < 0 || column >= WIDTH || row < 0 || row >= HEIGHT) continue;
            if (near <= depth[row][column]) continue;
            depth[row][column] = near;
            shade[row][column] = fmax(0.08, (v2 - w1) / 1.5);
        }
    }
}

static void colour(int ground, double light) {
    int red = (int)(60 + 195 * light), green = (int)(40 + 150 * light * light), blue = (int)(120 - 60 * light);
    if (light > 0)
        printf("\033[%d;2;%d;%d;%dm", ground, red, green, blue);
    else
        printf("\033[%dm", ground + 1);
}

int main(void) {
    printf("\033[?25l");
    for (int frame = 0; frame < FRAMES; frame++) {
        draw(1 + frame * 0.06, 0.4 + frame * 0.035);
        if (frame) printf("\033[%dA", HEIGHT / 2);
        for (int row = 0; row < HEIGHT; row += 2) {
            for (int column = 0; column < WIDTH; column++) {
                colour(38, fmin(1, shade[row][column]));
                colour(48, fmin(1, shade[row + 1][column]));
                printf(shade[row][column] > 0 ? "▀" : shade[row + 1][column] > 0 ? " " : "\033[0m ");
            }
            printf("\033[0m\n");
        }
        fflush(stdout);
        nanosleep(&(struct timespec){.tv_nsec = 33000000}, NULL);
    }
    printf("\033[?25h");
}
