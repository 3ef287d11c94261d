#include <stdio.h>
#include <stdlib.h>
#include <time.h>

int main(void) {
    srand((unsigned)time(NULL));
    int secret = rand() % 100 + 1;
    int guess, tries = 0;

    printf("I think of a number from 1 to 100.\n");
    do {
        printf("Your guess: ");
        if (scanf("%d", &guess) != 1) {
            printf("\nIt was %d. See you!\n", secret);
            return 0;
        }
        tries++;
        if (guess < secret) printf("Too low.\n");
        if (guess > secret) printf("Too high.\n");
    } while (guess != secret);

    printf("Yes! %d, after %d %s.\n", secret, tries, tries == 1 ? "try" : "tries");
}
