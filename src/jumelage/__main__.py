from jumelage.cli import main

main()
