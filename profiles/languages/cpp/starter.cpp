// Welcome. Press Run, then answer in the terminal.
#include <iostream>
#include <string>

int main() {
    std::cout << "Hello from C++" << __cplusplus / 100 % 100 << "!\n";
    std::cout << "What is your name? ";
    std::string name;
    std::getline(std::cin, name);
    std::cout << "Nice to meet you, " << name << ".\n";
}
