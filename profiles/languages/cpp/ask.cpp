#include <iostream>
#include <map>
#include <string>

int main() {
    std::map<std::string, double> prices{{"tea", 2.5}, {"coffee", 3.2}, {"cake", 4.0}};

    std::cout << "We have";
    for (const auto &[name, price] : prices) std::cout << ' ' << name << " (" << price << ')';
    std::cout << ".\n";

    double total = 0;
    for (std::string wish; std::cout << "Anything? ", std::getline(std::cin, wish) && !wish.empty();) {
        if (auto found = prices.find(wish); found != prices.end()) {
            total += found->second;
            std::cout << "One " << wish << ", with pleasure.\n";
        } else {
            std::cout << "No " << wish << " today.\n";
        }
    }
    std::cout << "That makes " << total << ".\n";
}
