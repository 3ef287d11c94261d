// The Mandelbrot set, two pixels to a cell, its rows shared out among threads.
#include <fmt/color.h>
#include <algorithm>
#include <cmath>
#include <complex>
#include <ranges>
#include <string>
#include <thread>
#include <vector>

constexpr int width = 78, height = 48, limit = 400;

// How far a point is from staying for ever: 0 at once, 1 never left.
double steps(std::complex<double> c) {
    std::complex<double> z;
    for (int n = 0; n < limit; ++n) {
        z = z * z + c;
        if (std::norm(z) > 16) return (n - std::log2(std::log2(std::norm(z)))) / limit;
    }
    return 1;
}

fmt::rgb colour(double value) {
    if (value >= 1) return {8, 8, 24};
    auto wave = [&](double phase) {
        return static_cast<uint8_t>(127 + 127 * std::cos(3 + 14 * std::pow(std::max(value, 0.0), 0.4) + phase));
    };
    return {wave(0), wave(0.6), wave(1.2)};
}

int main() {
    std::vector<std::vector<double>> picture(height, std::vector<double>(width));
    {
        std::vector<std::jthread> crew;
        for (int first : std::views::iota(0, 4)) {
            crew.emplace_back([&, first] {
                for (int y = first; y < height; y += 4)
                    for (int x = 0; x < width; ++x)
                        picture[y][x] = steps({-2.2 + 3.1 * x / width, -1.2 + 2.4 * y / height});
            });
        }
    } // Every thread is waited for here.

    for (int y = 0; y < height; y += 2) {
        for (int x = 0; x < width; ++x)
            fmt::print(fmt::fg(colour(picture[y][x])) | fmt::bg(colour(picture[y + 1][x])), "▀");
        fmt::print("\n");
    }
}
