"""stub"""
from .articles import load_articles, read_articles
