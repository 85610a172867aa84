::a:: do goto b end ::b:: do goto c end ::c:: goto a
